/** Class names of what is marked about a thing in the graph: where the keyboard is, and what is out of the way. */
export const MARK_CLASSES = { current: 'journey-current', dim: 'journey-dim' };
