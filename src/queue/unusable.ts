/** A job that no retry will make any better. */
export class Unusable extends Error {}
