package accesslog

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// ztunnelMessage is the message of ztunnel's access lines. Other messages, such as
// "connection opened" and "connection failed", lack bytes or workloads.
const ztunnelMessage = "connection complete"

// ParseConnection reads an access line of Istio's ztunnel, as text or as JSON
// (https://github.com/istio/ztunnel/blob/master/src/proxy/metrics.rs). ztunnel writes it
// when the connection closes. ok is false for any other line.
func ParseConnection(l *journey.Line) (c journey.Connection, ok bool) {
	if !strings.Contains(l.Body, ztunnelMessage) {
		return c, false
	}
	field := ztunnelFields(strings.TrimSpace(l.Body))
	if field == nil {
		return c, false
	}
	c = journey.Connection{
		Direction: journey.Direction(field("direction")), Host: field("dst.service"), Error: field("error"),
		Client: journey.Workload{Pod: field("src.workload"), Namespace: field("src.namespace"), Address: field("src.addr")},
		Server: journey.Workload{Pod: field("dst.workload"), Namespace: field("dst.namespace"), Address: field("dst.hbone_addr")},
		Closed: l.Time,
	}
	if c.Server.Address == "" { // without HBONE
		c.Server.Address = field("dst.addr")
	}
	if at, err := time.Parse(time.RFC3339Nano, field("time")); err == nil {
		c.Closed = at
	}
	duration, err := time.ParseDuration(field("duration"))
	c.Opened = c.Closed.Add(-duration)
	c.Sent, c.Received = bytesIn(field("bytes_sent")), bytesIn(field("bytes_recv"))
	isEnd := c.Direction == journey.Outbound || c.Direction == journey.Inbound
	return c, err == nil && isEnd && c.Client.Pod != ""
}

func bytesIn(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}

// ztunnelFields returns the fields of a line by their names, or nil if it has none.
func ztunnelFields(body string) func(name string) string {
	body = withoutCRI(body)
	if !strings.HasPrefix(body, "{") {
		if !strings.Contains(body, "src.addr=") {
			return nil
		}
		return func(name string) string { return ztunnelField(body, name) }
	}
	var fields jsonFields
	dec := json.NewDecoder(strings.NewReader(body))
	dec.UseNumber()
	if dec.Decode(&fields) != nil {
		return nil
	}
	if fields.has("src.addr") {
		return func(name string) string { return fields.text(name) }
	}
	if wrapped := fields.text("log", "message"); wrapped != "" {
		return ztunnelFields(strings.TrimSpace(wrapped)) // fluent-bit and Docker put the line into a field
	}
	return nil
}

// ztunnelField is the value of a field in a text line. Older versions do not quote
// workloads and services. The time has no name: it is the first word.
func ztunnelField(body, name string) string {
	if name == "time" {
		return strings.FieldsFunc(body, isBlank)[0]
	}
	for rest := body; ; {
		at := strings.Index(rest, name+"=")
		if at < 0 {
			return ""
		}
		value := rest[at+len(name)+1:]
		if at > 0 && isBlank(rune(rest[at-1])) {
			return ztunnelValue(value)
		}
		rest = value
	}
}

func ztunnelValue(rest string) string {
	if quoted, err := strconv.QuotedPrefix(rest); err == nil {
		value, _ := strconv.Unquote(quoted)
		return value
	}
	if end := strings.IndexFunc(rest, isBlank); end >= 0 {
		return rest[:end]
	}
	return rest
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' }
