package bench

// remarks say what the tables mean; they hold for the ways, not for one run.
const remarks = `
## What decides

- **Searching for lines of which nothing but the IDs is known** is what floor and
  replay differ by. The floor gets a text that all lines of the answer share, and
  their streams. The plugin finds out the IDs first, and then Loki compares every line
  of every stream in the range with them: the searched requests are spread over the
  whole hour here, the dearest case, in which no range is narrower. Requests within
  minutes of each other cost in proportion. So does a data source whose ` + "`logScope`" + `
  names the streams that carry IDs.
- **What Loki spends depends on how the lines carry their ID.** A filter on structured
  metadata is several times cheaper than any look into text, and the plugin cannot know
  that there is nothing in the text.
- **Each trace by its ID costs Tempo about as much as a whole search.** The floor and
  Grafana's way pay that for every trace, as does whole. The list takes all of them from
  one TraceQL search instead, and counts the lines that the LogQL search found: what it
  costs is these two searches.
- **Grafana's own way takes little more than the floor here**, since two cores are busy with
  Loki and Tempo in both: ten times faster than it is a tenth of the floor, less than the
  LogQL search and the search for summaries take. What its six at a time cost shows where
  servers are many and far.
- **Asked again**, a list costs its LogQL search alone.
- **One journey by its ID** is two steps: its spans tell when it was, then its lines are
  searched in that time. The floor knows the time and their streams, and asks Loki and
  Tempo at once. To ask Loki at once would have it read the whole time range.
- **The plugin's own time** is what whole takes beyond replay. It shows where a trace has
  many spans: most of it is joining, then writing each span into two frames with its
  attributes as JSON.
- **Memory** follows the answer, not what was scanned: what was read, the journeys made of
  it, and the frames as they are sent, compressed. Of a single small journey it is what the
  process sets aside for its first answers, whatever their size.
`
