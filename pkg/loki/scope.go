package loki

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Scope is the stream selector in which Lines looks, and whether it is the default.
func (s *Source) Scope() (selector string, isDefault bool) { return s.scope, s.scope == DefaultScope }

// TryScope asks for the newest line of the scope. Loki may be configured to refuse
// selectors that others accept; the error then says what to enter.
func (s *Source) TryScope(ctx context.Context, in journey.TimeRange) error {
	if newest := in.To.Add(-s.slice); newest.After(in.From) {
		in.From = newest
	}
	_, err := s.newest(ctx, s.scope, in, 1)
	return s.scopeFault(err)
}

// How Loki refuses a selector: limits_config.required_labels and
// limits_config.minimum_labels_number.
var (
	lacksNames   = regexp.MustCompile(`missing required matchers \[([^\]]+)\]`)
	lacksMatcher = regexp.MustCompile(`required_number_label_matchers: (\d+)`)
)

// demands are what a selector has to have for Loki to take it.
type demands struct {
	names  []string
	number int
}

// demandsOf reads the server's own words.
func demandsOf(err error) (d demands, found bool) {
	var answer *httpsource.StatusError
	if !errors.As(err, &answer) || answer.Status != http.StatusBadRequest {
		return d, false
	}
	if names := lacksNames.FindStringSubmatch(answer.Text); names != nil {
		d.names = strings.Split(names[1], ", ")
	}
	if number := lacksMatcher.FindStringSubmatch(answer.Text); number != nil {
		d.number, _ = strconv.Atoi(number[1])
	}
	return d, len(d.names) > 0 || d.number > 0
}

// scopeFault explains the refusal of a query whose selector is the scope: it is the
// data source's, not the user's.
func (s *Source) scopeFault(err error) error {
	wanted, found := demandsOf(err)
	if !found {
		return err
	}
	what := fmt.Sprintf("has fewer than the %d labels that it requires", wanted.number)
	enter := fmt.Sprintf("one with %d labels", wanted.number)
	if len(wanted.names) > 0 {
		what = "lacks a label that it requires: " + strings.Join(wanted.names, ", ")
		enter = s.BetterScope(err, nil)
	}
	return s.endpoint.Errorf(journey.ErrBadQuery, http.StatusBadRequest, err,
		"Loki refuses the log scope %s, which %s. Set the log scope in the data source's settings to %s", s.scope, what, enter)
}

// BetterScope is a selector that Loki takes after it refused the scope with err, or,
// where err is nil, one that more of streams match; "" when none is known.
func (s *Source) BetterScope(err error, streams []journey.Labels) string {
	wanted, _ := demandsOf(err)
	var matchers, names []string
	if s.scope != DefaultScope {
		_ = eachMatcher(s.scope, func(name, operator, value string) error {
			names, matchers = append(names, name), append(matchers, quotedName(name)+operator+strconv.Quote(value))
			return nil
		})
	}
	had := len(names)
	names = append(names, wanted.names...)
	for _, name := range commonest(streams, err == nil) {
		if len(names) < max(wanted.number, had+1) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == had || len(names) < wanted.number {
		return ""
	}
	for _, name := range names[had:] {
		matchers = append(matchers, name+`=~".+"`)
	}
	return "{" + strings.Join(matchers, ", ") + "}"
}

// wellKnown are names that say who wrote a line, best first.
var wellKnown = []string{"service_name", "app", "job", "namespace", "container", "filename"}

// commonest are the names of labels that most of the streams have, those of all
// streams alone when so asked.
func commonest(streams []journey.Labels, ofAll bool) []string {
	counts := make(map[string]int)
	for _, stream := range streams {
		for _, label := range stream {
			counts[label.Name]++
		}
	}
	var names []string
	for name, count := range counts {
		if isName(name) && !strings.HasPrefix(name, "__") && (!ofAll || count == len(streams)) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(counts[b]-counts[a], rankOf(a)-rankOf(b), strings.Compare(a, b))
	})
	return names
}

func rankOf(name string) int {
	if i := slices.Index(wellKnown, name); i >= 0 {
		return i
	}
	return len(wellKnown)
}
