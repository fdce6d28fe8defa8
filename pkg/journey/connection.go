package journey

import (
	"slices"
	"time"
)

// Connection is a TCP connection that ztunnel carried, as ztunnel reports it at one end
// of a hop: the layer-4 view of the hop. One connection may carry many requests.
type Connection struct {
	Direction      Direction
	Client, Server Workload
	Host           string // the service that the client called; "" when it called an address
	Opened, Closed time.Time
	Sent, Received int64  // bytes, from the view of the end where ztunnel reports
	Error          string // why the connection failed, "" when it did not
	Line           *PlacedLine
	Source, Target string // service IDs of the hop
	Certain        bool   // no other connection can have carried the hop's call
}

// Workload is one end of a connection.
type Workload struct{ Pod, Namespace, Address string }

// Direction says at which end of a connection ztunnel reports it.
type Direction string

// The directions.
const (
	Outbound Direction = "outbound" // on the client's node
	Inbound  Direction = "inbound"  // on the server's node
)

// Duration is how long the connection was open.
func (c *Connection) Duration() time.Duration { return c.Closed.Sub(c.Opened) }

// Request and Response are the bytes that the client and the server sent.
func (c *Connection) Request() int64 {
	if c.Direction == Outbound {
		return c.Sent
	}
	return c.Received
}

func (c *Connection) Response() int64 {
	if c.Direction == Outbound {
		return c.Received
	}
	return c.Sent
}

func isCertain(c *Connection) bool { return c.Certain }

// AnyConnection is a filter for WithConnections that leaves out none.
func AnyConnection(*Connection) bool { return true }

// WithConnections adds the lines about wanted connections to others, in time order.
func (j *Journey) WithConnections(lines []*PlacedLine, wanted func(*Connection) bool) []*PlacedLine {
	if len(j.Connections) == 0 {
		return lines
	}
	all := slices.Clone(lines)
	for _, c := range j.Connections {
		if wanted(c) {
			all = append(all, c.Line)
		}
	}
	slices.SortStableFunc(all, func(a, b *PlacedLine) int { return a.Time.Compare(b.Time) })
	return all
}

// ConnectionLines are ztunnel's lines about connections between a journey's pods.
type ConnectionLines struct {
	Lines []Line
	Cut   bool // a limit left out some
}

// Layer4 sums up the connections of a hop. If no connection is certain, it sums up the
// possible ones.
type Layer4 struct {
	Connections       int
	Certain           bool
	Address           string // of the only connection: "client → server"
	Request, Response int64  // bytes that the client and the server sent
	Longest           time.Duration
	Error             string // the first
}

// Layer4Of sums up the connections of one hop. Both ends report the same connection, so
// it counts one end only: the client's if it is known.
func Layer4Of(connections []*Connection) (sum Layer4) {
	for _, certain := range []bool{true, false} {
		for _, direction := range []Direction{Outbound, Inbound} {
			for _, c := range connections {
				if c.Certain == certain && c.Direction == direction {
					sum.add(c)
				}
			}
			if sum.Connections > 0 {
				sum.Certain, sum.Error = certain, firstError(connections, certain)
				return sum
			}
		}
	}
	return sum
}

func (l *Layer4) add(c *Connection) {
	l.Connections++
	l.Address = ""
	if l.Connections == 1 {
		l.Address = c.Client.Address + " → " + c.Server.Address
	}
	l.Request, l.Response = l.Request+c.Request(), l.Response+c.Response()
	l.Longest = max(l.Longest, c.Duration())
}

func firstError(connections []*Connection, certain bool) string {
	for _, c := range connections {
		if c.Certain == certain && c.Error != "" {
			return c.Error
		}
	}
	return ""
}
