/** An estimate of time as a person says it: `less than a minute`, `about 5 min`, `about 2 h`, `about 3 days`. */
export function roughly(seconds: number): string {
  const minutes = seconds / 60;
  if (minutes < 1) return "less than a minute";
  if (minutes < 90) return `about ${Math.round(minutes)} min`;
  if (minutes < 36 * 60) return `about ${Math.round(minutes / 60)} h`;
  return `about ${Math.round(minutes / (24 * 60))} days`;
}
