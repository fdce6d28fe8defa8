package table

import (
	"cmp"
	"context"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

const (
	// batchBytes is how much of a frame is held in memory before it is written. The frames of
	// a large answer are many times as large as the message.
	batchBytes = 512 << 10
	// compressFrom is the size from which frames are compressed. Sending a smaller one takes
	// less time than compressing it.
	compressFrom = 64 << 10
)

// batchWriter writes the rows of a frame as batches of a file of Arrow.
type batchWriter struct {
	ctx    context.Context
	schema *arrow.Schema
	cells  []cells // of the batch, by field
	rows   int     // of the batch

	out  pieces
	file *ipc.FileWriter // nil until the first batch is full
}

// newBatchWriter takes a frame without rows. The SDK makes the schema of it, so that fields
// have the same metadata as in other data sources.
func newBatchWriter(ctx context.Context, head *data.Frame) (*batchWriter, error) {
	table, err := data.FrameToArrowTable(head)
	if err != nil {
		return nil, err
	}
	defer table.Release()
	w := &batchWriter{ctx: ctx, schema: table.Schema(), cells: make([]cells, len(head.Fields))}
	w.reset()
	return w, nil
}

func (w *batchWriter) reset() {
	w.rows = 0
	for i := range w.cells {
		w.cells[i].reset()
	}
}

// next ends a row.
func (w *batchWriter) next() error {
	w.rows++
	if w.size() < batchBytes {
		return nil
	}
	return w.flush()
}

func (w *batchWriter) size() (n int) {
	for i := range w.cells {
		n += w.cells[i].size()
	}
	return n
}

func (w *batchWriter) flush() error {
	if err := cmp.Or(w.ctx.Err(), w.open()); err != nil || w.rows == 0 {
		return err
	}
	columns := make([]arrow.Array, len(w.cells))
	for i := range w.cells {
		columns[i] = w.cells[i].array(w.schema.Field(i).Type, w.rows)
		defer columns[i].Release()
	}
	batch := array.NewRecordBatch(w.schema, columns, int64(w.rows))
	defer batch.Release()
	if err := w.file.Write(batch); err != nil {
		return err
	}
	w.reset()
	return nil
}

// open starts the file. It is compressed unless the frame is small.
func (w *batchWriter) open() (err error) {
	if w.file != nil {
		return nil
	}
	options := []ipc.Option{ipc.WithSchema(w.schema), ipc.WithAllocator(&recycler{})}
	if w.size() >= compressFrom {
		options = append(options, ipc.WithLZ4())
	}
	w.file, err = ipc.NewFileWriter(&w.out, options...)
	return err
}

func (w *batchWriter) close() ([]byte, error) {
	if err := w.flush(); err != nil {
		return nil, err
	}
	if err := w.file.Close(); err != nil {
		return nil, err
	}
	return w.out.joined(), nil
}

// pieces is a buffer that is not copied when it grows.
type pieces struct{ all [][]byte }

func (p *pieces) Write(b []byte) (int, error) {
	last := len(p.all) - 1
	if last < 0 || cap(p.all[last])-len(p.all[last]) < len(b) {
		p.all = append(p.all, make([]byte, 0, max(p.nextSize(), len(b))))
		last++
	}
	p.all[last] = append(p.all[last], b...)
	return len(b), nil
}

// nextSize doubles to a quarter of a megabyte.
func (p *pieces) nextSize() int { return 4096 << min(len(p.all), 6) }

func (p *pieces) joined() []byte { return slices.Concat(p.all...) }

// recycler is Arrow's allocator for one file. It reuses the memory of earlier batches.
type recycler struct{ free [][]byte }

func (r *recycler) Allocate(size int) []byte {
	for i, b := range r.free {
		if cap(b) >= size {
			r.free[i] = r.free[len(r.free)-1]
			r.free = r.free[:len(r.free)-1]
			clear(b[:size]) // Arrow expects new memory to be zero
			return b[:size]
		}
	}
	return make([]byte, size)
}

func (r *recycler) Reallocate(size int, b []byte) []byte {
	if cap(b) >= size {
		return b[:size]
	}
	grown := r.Allocate(size)
	copy(grown, b)
	r.Free(b)
	return grown
}

func (r *recycler) Free(b []byte) {
	if cap(b) > 0 {
		r.free = append(r.free, b)
	}
}
