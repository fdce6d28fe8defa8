package resources

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	// catalogRange bounds how far back names are searched from the end of the time range.
	// Names change slowly, and Tempo reads blocks to find them.
	catalogRange = 24 * time.Hour
	// catalogDefault is the range of a request without one.
	catalogDefault = time.Hour
)

// catalogAsk answers one list. Its error is a *journey.SourceError or wrongAsk.
type catalogAsk func(ctx context.Context, a catalogQuery) (any, error)

// wrongAsk says what is wrong with the request itself.
type wrongAsk string

func (e wrongAsk) Error() string { return string(e) }

// ServeHTTP implements http.Handler.
func (ask catalogAsk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer, err := ask.answer(r)
	var wrong wrongAsk
	switch {
	case errors.As(err, &wrong):
		writeJSON(w, http.StatusBadRequest, Problem{journey.Sentence(wrong.Error())})
	case err != nil:
		writeError(w, r, err)
	default:
		writeJSON(w, http.StatusOK, answer)
	}
}

func (ask catalogAsk) answer(r *http.Request) (any, error) {
	in, err := rangeOf(r.FormValue("from"), r.FormValue("to"), time.Now())
	if err != nil {
		return nil, err
	}
	return ask(r.Context(), catalogQuery{r: r, in: in})
}

// catalogQuery is a request for a list.
type catalogQuery struct {
	r  *http.Request
	in journey.TimeRange
}

func (a catalogQuery) text(name string) string { return strings.TrimSpace(a.r.FormValue(name)) }

// required reads a parameter that becomes part of a path.
func (a catalogQuery) required(name string) (string, error) {
	switch value := a.text(name); value {
	case "":
		return "", wrongAsk(fmt.Sprintf("the parameter %s is missing", name))
	case ".", "..":
		return "", wrongAsk(fmt.Sprintf("the parameter %s is not a name", name))
	default:
		return value, nil
	}
}

// rangeOf reads a range in ms and keeps its last catalogRange.
func rangeOf(from, to string, now time.Time) (journey.TimeRange, error) {
	end, err := msOr(to, now)
	if err != nil {
		return journey.TimeRange{}, err
	}
	start, err := msOr(from, end.Add(-catalogDefault))
	if err != nil {
		return journey.TimeRange{}, err
	}
	if !start.Before(end) {
		return journey.TimeRange{}, wrongAsk("the time range is empty: choose a range whose end is after its start")
	}
	if oldest := end.Add(-catalogRange); start.Before(oldest) {
		start = oldest
	}
	return journey.TimeRange{From: start, To: end}, nil
}

func msOr(text string, otherwise time.Time) (time.Time, error) {
	if text == "" {
		return otherwise, nil
	}
	ms, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, wrongAsk(fmt.Sprintf("%q is not a time: enter from and to in milliseconds", text))
	}
	return time.UnixMilli(ms), nil
}
