/** The two gates, left leaf open and right leaf shut: the right ID opens, anything else doesn't. Words carry the meaning. */
export function TwoGates({ size }: { readonly size: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 96 110" fill="none" strokeLinecap="round" strokeWidth="6">
      <path d="M7 106V48a41 41 0 0 1 82 0v58" stroke="currentColor" strokeWidth="8" />
      <path d="M21 104V54l14-13v63" stroke="currentColor" opacity="0.5" />
      <path d="M48 20v80" stroke="currentColor" strokeDasharray="1 12" opacity="0.5" />
      <path d="M58 104V38M68 104V44M78 104V52" stroke="currentColor" />
    </svg>
  );
}
