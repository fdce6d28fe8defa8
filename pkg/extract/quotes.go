package extract

// quotes follows the strings that a position of a line is in, so that a field
// of the line goes before what the text of a message says:
//
//	{"msg":"got trace_id=… from the cart","trace_id":"…"}
//
// Strings nest by escaping. It only ranks contexts, so an odd quote in a free
// text costs nothing when there is one context.
type quotes struct {
	escapes [3]int // backslashes before the quote that opened each string
	depth   int
}

// see takes the quote at line[i].
func (q *quotes) see(line string, i int) {
	n := 0
	for n < i && line[i-n-1] == '\\' {
		n++
	}
	for q.depth > 0 && q.escapes[q.depth-1] > n {
		q.depth--
	}
	switch {
	case q.depth > 0 && q.escapes[q.depth-1] == n:
		q.depth--
	case q.depth < len(q.escapes):
		q.escapes[q.depth] = n
		q.depth++
	}
}

// around is how many strings a word at start is in, without its own quotes.
func (q *quotes) around(line string, start int) int {
	if q.depth > 0 && start > 0 && line[start-1] == '"' {
		return q.depth - 1
	}
	return q.depth
}
