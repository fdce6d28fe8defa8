package loki

import (
	"errors"
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

// The parts of queryrange.QueryResponse that are read here, by field number
// (https://github.com/grafana/loki/blob/v3.7.8/pkg/querier/queryrange/queryrange.proto
// and https://github.com/grafana/loki/blob/v3.7.8/pkg/push/push.proto).
// The generated types would bring all of Loki along.
const (
	fieldStatus  protowire.Number = 1 // QueryResponse.status, a google.rpc.Status
	fieldStreams protowire.Number = 6 // QueryResponse.streams, a LokiResponse

	fieldStatusCode    protowire.Number = 1 // Status.code
	fieldStatusMessage protowire.Number = 2 // Status.message

	fieldData   protowire.Number = 2 // LokiResponse.Data, a LokiData
	fieldResult protowire.Number = 2 // LokiData.Result, repeated Stream

	fieldLabels  protowire.Number = 1 // Stream.labels
	fieldEntries protowire.Number = 2 // Stream.entries, repeated Entry

	fieldTimestamp protowire.Number = 1 // Entry.timestamp, a google.protobuf.Timestamp
	fieldLine      protowire.Number = 2 // Entry.line
	fieldMetadata  protowire.Number = 3 // Entry.structuredMetadata, repeated LabelPair
	fieldParsed    protowire.Number = 4 // Entry.parsed, repeated LabelPair

	fieldSeconds protowire.Number = 1 // Timestamp.seconds
	fieldNanos   protowire.Number = 2 // Timestamp.nanos

	fieldName  protowire.Number = 1 // LabelPair.name
	fieldValue protowire.Number = 2 // LabelPair.value
)

// response is a QueryResponse: a failure, or one kind of answer.
type response struct {
	code    int
	message string
	field   protowire.Number // which kind of answer
	payload wire.Message
}

var errEmpty = errors.New("the answer holds no response")

func responseOf(body []byte) (response, error) {
	var r response
	m := wire.New(body)
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		if f.Number != fieldStatus {
			r.field, r.payload = f.Number, f.Message
			continue
		}
		if err := r.setStatus(f.Message); err != nil {
			return r, err
		}
	}
	if m.Err() == nil && r.field == 0 && r.code == 0 {
		return r, errEmpty
	}
	return r, m.Err()
}

func (r *response) setStatus(m wire.Message) error {
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldStatusCode:
			r.code = int(f.Uint)
		case fieldStatusMessage:
			r.message = f.Text()
		}
	}
	return m.Err()
}

// decoder collects the lines of an answer.
type decoder struct {
	lines    []journey.Line
	metadata pairs // of all lines
	parsed   pairs // of all lines
	learn    func(name string)
	names    map[string]bool // met before
}

// linesOf decodes a LokiResponse. learn gets each name of metadata and labels.
func linesOf(m wire.Message, learn func(name string)) ([]journey.Line, error) {
	d := decoder{learn: learn, names: make(map[string]bool)}
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		if f.Number != fieldData {
			continue
		}
		if err := d.data(f.Message); err != nil {
			return nil, err
		}
	}
	return d.lines, m.Err()
}

func (d *decoder) data(m wire.Message) error {
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		if f.Number != fieldResult {
			continue
		}
		if err := d.stream(f.Message); err != nil {
			return err
		}
	}
	return m.Err()
}

func (d *decoder) stream(m wire.Message) error {
	d.lines = slices.Grow(d.lines, m.Count(fieldEntries))
	from := len(d.lines)
	var labels journey.Labels
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		var err error
		switch f.Number {
		case fieldLabels:
			labels, err = d.labels(f.Text())
		case fieldEntries:
			err = d.entry(f.Message)
		}
		if err != nil {
			return err
		}
	}
	for i := range d.lines[from:] {
		d.lines[from+i].Labels = labels
	}
	return m.Err()
}

func (d *decoder) labels(text string) (journey.Labels, error) {
	labels, err := parseLabels(text)
	for _, l := range labels {
		d.meet(l.Name)
	}
	return labels, err
}

func (d *decoder) entry(m wire.Message) error {
	line := journey.Line{Time: time.Unix(0, 0).UTC()}
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		var err error
		switch f.Number {
		case fieldTimestamp:
			line.Time, err = timeOf(f.Message)
		case fieldLine:
			line.Body = f.Text()
		case fieldMetadata:
			var name string
			name, err = d.metadata.add(f.Message)
			d.meet(name)
		case fieldParsed:
			_, err = d.parsed.add(f.Message)
		}
		if err != nil {
			return err
		}
	}
	line.Metadata, line.Parsed = d.metadata.take(), d.parsed.take()
	d.lines = append(d.lines, line)
	return m.Err()
}

// pairs are allocated many at once, and handed out line by line.
type pairs struct {
	all  []journey.Label
	from int // where those of the line begin
}

// pairsAtOnce is how many are allocated at once.
const pairsAtOnce = 1024

// add reads a pair of the line.
func (p *pairs) add(m wire.Message) (name string, err error) {
	var label journey.Label
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldName:
			label.Name = f.Text()
		case fieldValue:
			label.Value = f.Text()
		}
	}
	if len(p.all) == cap(p.all) {
		begun := p.all[p.from:]
		p.all = append(make([]journey.Label, 0, max(pairsAtOnce, 2*len(begun))), begun...)
		p.from = 0
	}
	p.all = append(p.all, label)
	return label.Name, m.Err()
}

// take returns the pairs of the line, sorted by name, and begins another line.
func (p *pairs) take() journey.Labels {
	if len(p.all) == p.from {
		return nil
	}
	own := p.all[p.from:len(p.all):len(p.all)]
	p.from = len(p.all)
	sortLabels(own)
	return own
}

func (d *decoder) meet(name string) {
	if !d.names[name] {
		d.names[name] = true
		d.learn(name)
	}
}

func timeOf(m wire.Message) (time.Time, error) {
	var seconds, nanos int64
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldSeconds:
			seconds = int64(f.Uint)
		case fieldNanos:
			nanos = int64(f.Uint)
		}
	}
	return time.Unix(seconds, nanos).UTC(), m.Err()
}

func sortLabels(labels journey.Labels) {
	slices.SortFunc(labels, func(a, b journey.Label) int { return strings.Compare(a.Name, b.Name) })
}
