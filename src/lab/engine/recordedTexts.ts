/** Texts by number: each is sent once. */
export class Texts {
  private readonly places = new Map<string, number>();
  private fresh: string[] = [];

  place(text: string): number {
    let place = this.places.get(text);
    if (place === undefined) {
      place = this.places.size;
      this.places.set(text, place);
      this.fresh.push(text);
    }
    return place;
  }

  /** Those that are new since the last call, in the order of their numbers. */
  take(): readonly string[] {
    const { fresh } = this;
    this.fresh = [];
    return fresh;
  }
}
