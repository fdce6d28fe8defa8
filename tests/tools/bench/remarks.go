package bench

// remarks say what the tables mean; they hold for the ways, not for one run.
const remarks = `
## What decides

- **Searching lines when only their IDs are known** makes the difference between floor and
  replay. The floor knows a text that all lines of the answer share, and their streams. The
  plugin first has to find the IDs; then Loki compares every line of every stream in the
  range with them. Here the searched requests are spread over the whole hour, which is the
  most expensive case: no range can be narrower. Requests within minutes of each other cost
  proportionally less. So does a data source whose ` + "`logScope`" + ` names the streams that carry
  IDs.
- **Loki's cost depends on how the lines carry their ID.** A filter on structured metadata
  is several times cheaper than any search in the text, and the plugin cannot know that the
  text holds nothing.
- **Fetching one trace by its ID costs Tempo about as much as a whole search.** Floor,
  whole and Grafana's way pay that for every trace. The list gets all of them from one
  TraceQL search instead, and counts the lines that the LogQL search found. So it costs
  just these two searches.
- **Grafana's own way takes little longer than the floor here**, because Loki and Tempo keep
  the two cores busy in both. Being ten times faster than it would mean a tenth of the
  floor, which is less than the LogQL search and the search for summaries take. The price
  of only six requests at a time shows where servers are many and far away.
- **Asked again**, a list costs only its LogQL search.
- **One journey by its ID** takes two steps: its spans say when it happened, then its lines
  are searched in that time. The floor knows the time and the streams, and asks Loki and
  Tempo at once. If the plugin asked Loki at once, Loki would have to read the whole time
  range.
- **The plugin's own time** is what whole takes beyond replay. It shows if a trace has many
  spans: most of it is joining, then writing each span into two frames with its attributes
  as JSON.
- **Memory** follows the answer, not what was scanned: what was read, the journeys made of
  it, and the frames as they are sent, compressed. For a single small journey, it is what
  the process allocates for its first answers, whatever their size.
`
