package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/failure"
	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/settings"
)

const path = "journeys/1b4e28ba-2fa1-41d2-883f-0016d3cca427"

func TestSubscriptionsAreRefusedByName(t *testing.T) {
	const asked = `{"refId":"A","logql":"{app=\"x\"}","timeRange":{"from":"2026-03-11T09:00:00Z","to":"2026-03-11T10:00:00Z"}}`
	for name, tc := range map[string]struct {
		forward    bool
		path, data string
		want       string // "" when it is let in
	}{
		"a search":              {path: path, data: asked},
		"a search that goes on": {path: path, data: strings.Replace(asked, `"refId"`, `"live":true,"refId"`, 1)},
		"another path":          {path: "search/1", data: asked, want: "There is no stream"},
		"a path to guess":       {path: "journeys/1", data: asked, want: "a random UUID"},
		"no JSON":               {path: path, data: `[`, want: "The subscription is not valid JSON"},
		"no time":               {path: path, data: `{"logql":"{}"}`, want: "The time range is empty"},
		"no query":              {path: path, data: `{}`, want: "The query is empty"},
		"one journey":           {path: path, data: strings.Replace(asked, `"refId"`, `"traceId":"abcdefabcdefabcd","queryType":"journey","refId"`, 1), want: "Only a search is streamed"},
		"numbers":               {path: path, data: strings.Replace(asked, `"refId"`, `"queryType":"metrics","refId"`, 1), want: "Only a search is streamed"},
		"a user's token":        {forward: true, path: path, data: asked, want: "forwards the user's token or cookies"},
	} {
		t.Run(name, func(t *testing.T) {
			d := &Datasource{finder: find.Finder{Limits: journey.DefaultLimits()}}
			d.settings, _ = settings.Parse(settingsOf(fmt.Sprintf(`{"oauthPassThru":%t}`, tc.forward), nil)) // the URLs are missing
			res, err := d.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{Path: tc.path, Data: []byte(tc.data)})
			if err != nil {
				t.Fatal(err)
			}
			if tc.want == "" {
				if res.Status != backend.SubscribeStreamStatusOK {
					t.Errorf("refused: %s", res.InitialData.Data())
				}
				return
			}
			if res.Status != backend.SubscribeStreamStatusPermissionDenied || !strings.Contains(string(res.InitialData.Data()), tc.want) {
				t.Errorf("status %d with %s; want a refusal that says %q", res.Status, res.InitialData.Data(), tc.want)
			}
		})
	}
}

func TestOnlyItsSubscriberEndsAStream(t *testing.T) {
	d := &Datasource{}
	ada, bob := by("ada"), by("bob")
	ctx, leave := d.streams.enter(t.Context(), streamOf(path, ada))
	say := func(who backend.PluginContext, data string) backend.PublishStreamStatus {
		res, err := d.PublishStream(t.Context(), &backend.PublishStreamRequest{PluginContext: who, Path: path, Data: []byte(data)})
		if err != nil {
			t.Fatal(err)
		}
		return res.Status
	}
	if got := say(ada, `{"state":"done"}`); got != backend.PublishStreamStatusPermissionDenied {
		t.Errorf("something else to say: status %d, want it denied", got)
	}
	if got := say(bob, `{"stop":true}`); got != backend.PublishStreamStatusNotFound || ctx.Err() != nil {
		t.Errorf("another user: status %d, %v; want it not found", got, ctx.Err())
	}
	if got := say(ada, `{"stop":true}`); got != backend.PublishStreamStatusOK || ctx.Err() == nil {
		t.Errorf("its subscriber: status %d, %v; want it to end", got, ctx.Err())
	}
	leave()
	if got := say(ada, `{"stop":true}`); got != backend.PublishStreamStatusNotFound {
		t.Errorf("an ended stream: status %d, want it not found", got)
	}
}

func TestAStreamThatBeginsAnewOutlivesTheOld(t *testing.T) {
	var ss streams
	s := streamOf(path, by("ada"))
	_, leaveOld := ss.enter(t.Context(), s)
	ctx, leave := ss.enter(t.Context(), s)
	defer leave()
	leaveOld()
	if !ss.stop(s) || ctx.Err() == nil {
		t.Error("the new stream cannot be stopped after the old one has left")
	}
}

func by(login string) backend.PluginContext {
	return backend.PluginContext{User: &backend.User{Login: login}}
}

// packets are what a stream sent.
type packets chan message

func (p packets) Send(packet *backend.StreamPacket) error {
	var m message
	if err := json.Unmarshal(packet.Data, &m); err != nil {
		return err
	}
	p <- m
	return nil
}

func TestMessages(t *testing.T) {
	large := strings.Repeat("x", maxStreamMessage)
	encode := func(res *journey.Result) backend.DataResponse {
		name := "small"
		switch res.Verdict {
		case journey.VerdictTruncated:
			name = large
		case journey.VerdictNotFound:
			panic("a bug")
		}
		return backend.DataResponse{Frames: data.Frames{data.NewFrame(name)}}
	}
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	sent := make(packets)
	b := newBroadcast(ctx, backend.NewStreamSender(sent), encode)
	next := func(res *journey.Result, found int) message {
		b.show(res, journey.Progress{Found: found})
		return <-sent
	}
	res := &journey.Result{}
	if m := next(res, 1); m.State != streamRuns || m.Progress.TracesFound != 1 || !strings.Contains(string(m.Response), "small") {
		t.Errorf("the first message is %+v", m)
	}
	if m := next(res, 2); m.Progress.TracesFound != 2 || m.Response != nil {
		t.Errorf("what is there already is sent again: %+v", m)
	}
	if m := next(&journey.Result{Verdict: journey.VerdictTruncated}, 3); m.Response != nil {
		t.Errorf("%d bytes are sent in one message", len(m.Response))
	}
	if m := next(&journey.Result{Verdict: journey.VerdictNotFound}, 4); m.Response != nil {
		t.Errorf("after a panic %s is sent", m.Response)
	}
	go b.end(encode(res))
	for range 2 { // who subscribed late gets it, too
		if m := <-sent; m.State != streamDone || m.Progress != nil || len(m.Response) == 0 {
			t.Errorf("the last message is %+v", m)
		}
	}
}

func TestLastMessages(t *testing.T) {
	for want, answer := range map[streamState]backend.DataResponse{
		streamDone:     {Frames: data.Frames{data.NewFrame("small")}},
		streamTooLarge: {Frames: data.Frames{data.NewFrame(strings.Repeat("x", maxStreamMessage))}},
		streamFailed:   failure.Failed(t.Context(), errors.New("a bug")),
	} {
		ctx, leave := context.WithCancel(t.Context())
		sent, ended := make(packets), make(chan struct{})
		go func() {
			defer close(ended)
			newBroadcast(ctx, backend.NewStreamSender(sent), nil).end(answer)
		}()
		if m := <-sent; m.State != want {
			t.Errorf("state %q, want %q", m.State, want)
		}
		leave()
		<-ended
	}
}
