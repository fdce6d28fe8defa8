package table

import (
	"math"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// cells are the values of one field in a batch of rows, in Arrow's layout. Their memory is
// reused for the next batch.
type cells struct {
	words []uint64 // of numbers and times
	valid []byte   // a bit for each word, which is 0 where there is no value
	nulls int
	ends  []int32 // where each text ends; begins with 0
	bytes []byte  // of all texts
}

func (c *cells) reset() {
	c.words, c.valid, c.nulls = c.words[:0], c.valid[:0], 0
	c.ends, c.bytes = append(c.ends[:0], 0), c.bytes[:0]
}

// text adds a text.
func (c *cells) text(s string) {
	c.bytes = append(c.bytes, s...)
	c.end()
}

// end ends the text whose bytes have been added.
func (c *cells) end() { c.ends = append(c.ends, int32(len(c.bytes))) }

func (c *cells) integer(n int64) { c.word(uint64(n)) }

func (c *cells) number(f float64) { c.word(math.Float64bits(f)) }

func (c *cells) time(t time.Time) { c.word(uint64(t.UnixNano())) }

func (c *cells) word(w uint64) {
	at := len(c.words)
	if at%8 == 0 {
		c.valid = append(c.valid, 0)
	}
	c.valid[at/8] |= 1 << (at % 8)
	c.words = append(c.words, w)
}

// null adds an unknown number or time.
func (c *cells) null() {
	c.word(0)
	at := len(c.words) - 1
	c.valid[at/8] &^= 1 << (at % 8)
	c.nulls++
}

// size is about how many bytes the cells take.
func (c *cells) size() int { return 8*len(c.words) + 4*len(c.ends) + len(c.bytes) }

// array passes the cells to Arrow without a copy, so reset may only be called after Arrow has
// written them.
func (c *cells) array(kind arrow.DataType, rows int) arrow.Array {
	buffers := []*memory.Buffer{nil, nil, nil}
	switch kind.ID() {
	case arrow.STRING, arrow.BINARY:
		buffers[1] = memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(c.ends))
		buffers[2] = memory.NewBufferBytes(c.bytes)
	default:
		buffers = buffers[:2]
		if c.nulls > 0 {
			buffers[0] = memory.NewBufferBytes(c.valid)
		}
		buffers[1] = memory.NewBufferBytes(arrow.Uint64Traits.CastToBytes(c.words))
	}
	values := array.NewData(kind, rows, buffers, nil, c.nulls, 0)
	defer values.Release()
	return array.MakeFromData(values)
}
