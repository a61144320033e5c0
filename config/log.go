package config

// LogFormat is how lines of the log are written.
type LogFormat string

// The formats.
const (
	Text LogFormat = "text"
	JSON LogFormat = "json"
)

// RequestsToWrite says of which requests the log has a line.
type RequestsToWrite string

// The requests that a line can be about.
const (
	AllRequests     RequestsToWrite = "all"
	ChangesOfThings RequestsToWrite = "changes" // and what is refused or fails
	Failures        RequestsToWrite = "errors"  // of ours: status 500 and above
	NoRequests      RequestsToWrite = "none"
)

func (c Config) checkLog() error {
	switch c.Log.Format {
	case Text, JSON:
	default:
		return wrong("log.format", "%q is neither text nor json", c.Log.Format)
	}
	switch c.Log.Requests {
	case AllRequests, ChangesOfThings, Failures, NoRequests:
		return nil
	default:
		return wrong("log.requests", "%q is none of all, changes, errors and none", c.Log.Requests)
	}
}
