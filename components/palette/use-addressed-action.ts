import { usePathname, useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";

/**
 * Calls `start` once for the action that an entry of the command palette wrote into the URL (`?action=remove`), and removes it from the URL.
 * A link from elsewhere can have one too, so `start` may open a dialog or move the focus, but must not change anything.
 */
export function useAddressedAction(start: (action: string) => void): void {
  const path = usePathname();
  const params = useSearchParams();
  const action = params.get("action");
  const begin = useStableCallback(start);
  useEffect(() => {
    if (action === null) return;
    const others = new URLSearchParams(params);
    others.delete("action");
    window.history.replaceState(null, "", others.size === 0 ? path : `${path}?${others}`);
    begin(action);
  }, [action, begin, params, path]);
}
