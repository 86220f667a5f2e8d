/** Takes out one element and keeps the order. `splice` would make a list of what it has taken out. `at`: a place in it. */
export function removeAt(list: unknown[], at: number): void {
  for (let i = at + 1; i < list.length; i++) list[i - 1] = list[i];
  list.pop();
}
