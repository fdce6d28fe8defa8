package decode

// The keys under which a search of Tempo returns intrinsics and the attributes that the
// plugin needs itself.
const (
	keyStatus        = "status"
	keyStatusMessage = "statusMessage"
	KeyKind          = "kind"
	keyParentID      = "span:parentID"
	keyScopeName     = "instrumentation:name"
	keyService       = "service.name"
	KeyHTTPStatus    = "http.status_code"
	keyLink          = "link:traceID"

	byTrace = "by(trace" // the start of the key of the group that separates fragments
)
