import { becomes, type CodeControl, controlsOf, NEVER } from "#scripts/controls/code-control.ts";

/** Who may use an entry point. */
export const GUARD_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/request/guards/guards.test.ts", [
    ["a customer's action accepts cross-site requests", "requireCustomer", 'IfStatement > .test:has([name="originVerdict"])', NEVER],
    ["a member can run an owner's action", "requireCustomer", 'IfStatement > .test:has([name="owner"])', NEVER],
    ["a suspended customer can change data", "requireCustomer", 'IfStatement > .test:has([name="suspended"])', NEVER],
    ["staff can act as a customer", "requireCustomer", 'IfStatement > .test:has([value="customer"])', NEVER],
    ["a person who is not signed in can act as a customer", "requireCustomer", 'IfStatement > .test:has([value="nobody"])', NEVER],
    ["a staff action accepts cross-site requests", "requireStaff", 'IfStatement > .test:has([name="originVerdict"])', NEVER],
    ["a staff member has every staff role", "requireStaff", 'CallExpression[callee.property.name="includes"]', "remove"],
    ["a denied staff call is not audited", "requireStaff", 'IfStatement:has([name="recordRefusedStaffCall"]) > .test', NEVER],
    ["staff can open a customer's pages", "customerPage", 'ExpressionStatement:has([name="notFound"])', becomes('return "shown";')],
    [
      "a customer's page does not require sign-in",
      "customerPage",
      'ExpressionStatement:has([name="redirect"]):has([name="signInPath"])',
      becomes('return "shown";'),
    ],
    ["every staff member can open every staff page", "staffPage", "IfStatement > LogicalExpression > .right", NEVER],
    ["a public route accepts cross-site POST requests", "publicRoute", 'IfStatement > .test:has([name="originVerdict"])', NEVER],
  ]),
  ...controlsOf("lib/request/guards/parse-input.test.ts", [
    ["unknown keys of an input are accepted", "strictOf", 'CallExpression[callee.property.name="strict"]', "receiver"],
  ]),
  ...controlsOf("lib/request/guards/entry-points.test.ts", [
    [
      "a member can start a connection",
      "app/(customer)/connections/actions.ts",
      'VariableDeclarator[id.name="startConnection"] ObjectProperty[key.name="owner"] > .value',
      { mutator: "BooleanLiteral", to: "false" },
    ],
    [
      "an action has no guard",
      "app/(customer)/connections/actions.ts",
      'VariableDeclarator[id.name="disableConnection"] > .init > .callee',
      becomes("((_input: unknown, handler: unknown) => handler)"),
    ],
    [
      "the support role can suspend customers",
      "app/(staff)/admin/actions.ts",
      '[value="suspend-customer"] + ArrayExpression > [value="operator"]',
      becomes('"support", $'),
    ],
    ["a page has no guard", "app/(customer)/settings/page.tsx", 'CallExpression[callee.name="customerPage"]', "argument"],
  ]),
];
