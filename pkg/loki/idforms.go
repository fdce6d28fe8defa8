package loki

import (
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// usualSpelling is that of OpenTelemetry.
func usualSpelling(id journey.TraceID) []string { return []string{id.String()} }

// valueSpellings are the whole values, or parts of a header, that an ID may be
// written as: 32 digits, which X-Amzn-Trace-Id divides, without leading zeros,
// 16 for an ID of 64 bits, and Datadog's decimal number.
func valueSpellings(id journey.TraceID) []string {
	padded, short := id.String(), id.Short()
	spellings := append([]string{padded[:8] + "-?" + padded[8:], short}, decimal(id)...)
	if len(short) <= 16 {
		spellings = append(spellings, padded[16:])
	}
	slices.Sort(spellings)
	return slices.Compact(spellings)
}

const (
	// shortestText is how many digits a piece of text must have not to be found in
	// lines by chance. Shorter IDs, which counters and tests make, must stand alone.
	shortestText = 12
	// longestText is how many last digits X-Amzn-Trace-Id leaves together.
	longestText = 24
	// needleText is how many of these are searched.
	needleText = 14
	// shortestDecimal is that of a number that is read as an ID.
	shortestDecimal = 13
)

// textSpellings are parts of every spelling. The match may be longer than the
// ID, or of another: callers extract the ID from the line and drop what only
// looks like it.
func textSpellings(id journey.TraceID) []string {
	digits := id.Short()
	digits = digits[max(0, len(digits)-longestText):]
	spellings := slices.Compact([]string{strings.ToUpper(digits), digits})
	for i, spelling := range spellings {
		if len(digits) < shortestText {
			spellings[i] = `\b(?:0[xX])?0*` + spelling + `\b`
		} else {
			spellings[i] = needle(spelling)
		}
	}
	return append(slices.Compact(spellings), decimal(id)...)
}

// fromRare are digits in the order of how rarely they occur in lines: capital
// letters hardly do, and small ones and digits do as in English and in times.
const fromRare = "BFDCAEbfdca8e67945321 0"

// needle is the part of an ID that begins with the rarest digit: Loki goes
// through a line from one occurrence of the first byte to the next.
func needle(digits string) string {
	best, at := len(fromRare), 0
	for i := range max(1, len(digits)-needleText+1) {
		if rarity := strings.IndexByte(fromRare, digits[i]); rarity < best {
			best, at = rarity, i
		}
	}
	return digits[at:min(len(digits), at+needleText)]
}

// decimal is the number that Datadog's SDKs write for an ID of 64 bits. What
// they write for the lower half of a longer one does not give the whole.
func decimal(id journey.TraceID) []string {
	if len(id.Short()) > 16 {
		return nil
	}
	number := strconv.FormatUint(binary.BigEndian.Uint64(id[8:]), 10)
	if len(number) < shortestDecimal {
		return nil
	}
	return []string{number}
}
