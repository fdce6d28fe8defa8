package frames

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// framesAtOnce bounds how many frames are held in memory before they are written.
const framesAtOnce = 2

// Arrow returns the same frames as Encode, as Arrow files. It writes each row as soon as
// the row is made, so that no frame is held in memory as columns. It ends early with the
// context.
func Arrow(ctx context.Context, res *journey.Result, names []string, refID string, core CoreSources) ([][]byte, error) {
	parts := partsOf(res, names)
	heads := make(data.Frames, len(parts))
	for i, p := range parts {
		heads[i] = p.head()
	}
	describe(res, names, refID, heads)
	core.AddLinks(heads)
	files := make([][]byte, len(parts))
	var group errgroup.Group
	group.SetLimit(framesAtOnce)
	for i, p := range parts {
		group.Go(journey.Caught(func() (err error) {
			files[i], err = p.arrow(ctx, heads[i])
			return err
		}))
	}
	return files, group.Wait()
}
