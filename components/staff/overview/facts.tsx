import { FollowLink } from "#components/frame/follow-link.tsx";
import { countText } from "#components/ui/count-text.ts";
import { ageOf, spanOf } from "#kernel/time/times-and-ages.ts";
import { filteredAddress } from "#lib/lists/shared/list-query.ts";
import { CUSTOMER_LIST } from "#lib/staff/shared/list-view.ts";
import type { CapacityView, FunnelView, HealthView } from "#lib/staff/shared/overview-view.ts";
import charts from "./charts.module.css";
import styles from "./overview.module.css";
import { NoData, numberText, Panel, PartFailed } from "./panel.tsx";

const HOUR = 3_600_000;

/** How far customers have come that were invited in the last 90 days, and before which step most are. */
export function Funnel({ funnel }: { readonly funnel: FunnelView | null | "failed" }) {
  if (funnel === "failed") return <Panel title="Invitation to first connection">{<PartFailed />}</Panel>;
  const invited = funnel?.steps[0]?.customers ?? 0;
  if (funnel === null || invited === 0)
    return (
      <Panel title="Invitation to first connection" aside="90 days">
        <NoData>No invitation was counted yet. The worker counts every ten minutes.</NoData>
      </Panel>
    );
  return (
    <Panel title="Invitation to first connection" aside="90 days">
      <ol className={charts["funnel"]}>
        {funnel.steps.map(({ label, customers, isConnected }) => (
          <li key={label}>
            <span>{label}</span>
            <span className={charts["track"]}>
              <span
                className={isConnected ? charts["reached"] : charts["step"]}
                style={{ inlineSize: `${(100 * customers) / invited}%` }}
              />
            </span>
            <b>{numberText(customers)}</b>
            <span className={styles["quiet"]}>{Math.round((100 * customers) / invited)}%</span>
          </li>
        ))}
      </ol>
      {funnel.stop === null ? null : (
        <p>
          Largest drop-off: before {funnel.stop.before} (
          <FollowLink variant="primary" href={filteredAddress(CUSTOMER_LIST, { status: [funnel.stop.status] })}>
            {countText(funnel.stop.customers, "customer")}
          </FollowLink>
          )
        </p>
      )}
      {funnel.medianHours === null || funnel.slowestTenthHours === null ? null : (
        <p className={styles["quiet"]}>
          Half of the connected customers took at most {within(funnel.medianHours)}, 9 of 10 at most {within(funnel.slowestTenthHours)}.
        </p>
      )}
    </Panel>
  );
}

/** Full hours were counted, so a customer took up to an hour longer. */
const within = (fullHours: number) => spanOf((fullHours + 1) * HOUR);

/** The budgets of calls to AWS, and whether workers and jobs are well. */
export function Capacity(props: {
  readonly capacity: CapacityView | "failed";
  readonly health: HealthView | "failed";
  readonly now: number;
}) {
  const { capacity, health, now } = props;
  return (
    <Panel title="Capacity and health" aside="the line marks the busiest of the last 24 hours">
      {capacity === "failed" ? (
        <PartFailed />
      ) : (
        <>
          <Budget
            label="STS calls"
            used={capacity.sts?.perSecond ?? null}
            peak={capacity.sts?.peak ?? 0}
            limit={capacity.sts?.limit ?? null}
            place={capacity.sts?.region ?? ""}
          />
          <Budget
            label="CloudWatch Logs reads"
            used={capacity.logs?.perSecond ?? null}
            peak={capacity.logs?.peak ?? 0}
            limit={null}
            place=""
          />
        </>
      )}
      {health === "failed" ? (
        <PartFailed />
      ) : (
        <dl className={styles["health"]}>
          <div>
            <dt>Workers</dt>
            <dd className={health.workers === 0 ? styles["bad"] : undefined}>
              {health.workers === 0 ? "none active" : `${numberText(health.workers)} active`}
              {health.workerSeenAt === null ? "" : `, last seen ${ageOf(now, health.workerSeenAt)}`}
            </dd>
          </div>
          <div>
            <dt>Failed jobs</dt>
            <dd>
              {health.failedJobs === 0 ? (
                "0"
              ) : (
                <FollowLink variant="primary" href="/admin/failures">
                  {health.failedJobs >= 200 ? "200+" : numberText(health.failedJobs)}
                </FollowLink>
              )}
            </dd>
          </div>
        </dl>
      )}
    </Panel>
  );
}

interface BudgetProps {
  readonly label: string;
  readonly used: number | null;
  readonly peak: number;
  readonly limit: number | null;
  readonly place: string;
}

/** Calls a second in the last full hour, against the limit if there is one for all of them. */
function Budget({ label, used, peak, limit, place }: BudgetProps) {
  const scale = limit ?? Math.max(1, peak);
  const share = (value: number) => `${Math.min(100, (100 * value) / scale)}%`;
  return (
    <div className={charts["budget"]}>
      <span>{label}</span>
      <span>
        {used === null ? "–" : `${rate(used)}${limit === null ? "" : ` of ${numberText(limit)}`}/s${place === "" ? "" : ` in ${place}`}`}
      </span>
      <span className={charts["track"]} aria-hidden="true">
        <span className={charts["step"]} style={{ inlineSize: share(used ?? 0) }} />
        {used === null ? null : <span className={charts["mark"]} style={{ insetInlineStart: share(peak) }} />}
      </span>
    </div>
  );
}

/** "0.4", "114" */
const rate = (value: number) => (value < 10 ? value.toFixed(1) : numberText(Math.round(value)));
