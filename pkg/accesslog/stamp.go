package accesslog

import (
	"regexp"
	"time"
)

// stamped finds the time that a logger puts at the beginning of a line, or behind its
// usual keys.
var stamped = regexp.MustCompile(`(?:^[\s\["]{0,3}|"(?:@timestamp|timestamp|time|ts)"\s*:\s*"|\b(?:time|ts)="?)` +
	`(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?`)

// zones is the difference between the offsets of two time zones, at least.
const zones = 15 * time.Minute

// Stamp is the time that a line itself says it was written at, and how exactly it says
// so. at is when the log source says it was written; of a time without a zone the one
// nearest before that counts. A time that is more than maxStampGap away is about
// something else.
func Stamp(body string, at time.Time) (stamp time.Time, precision time.Duration, ok bool) {
	found := stamped.FindStringSubmatch(body)
	if found == nil {
		return time.Time{}, 0, false
	}
	stamp, err := time.Parse("2006-01-02 15:04:05", found[1][:10]+" "+found[1][11:])
	if err != nil {
		return time.Time{}, 0, false
	}
	precision = time.Second
	for i, digit := range []byte(found[2]) {
		precision /= 10
		stamp = stamp.Add(time.Duration(digit-'0') * precision)
		if i == 8 {
			break
		}
	}
	gap := at.Sub(stamp) % zones
	if gap > zones/2 {
		gap -= zones
	} else if gap < -zones/2 {
		gap += zones
	}
	return at.Add(-gap), precision, gap.Abs() <= maxStampGap
}

const maxStampGap = time.Minute
