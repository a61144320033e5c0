package claim

import "fmt"

// Journey says who the browser was while an audit looked at a site.
type Journey string

// The journeys, in the order in which they are walked where time is not short.
const (
	Anonymous Journey = "anonymous" // looks around, decides nothing
	Refused   Journey = "refused"   // refuses optional cookies
	Agreed    Journey = "agreed"    // agrees to all of them
	Withdrawn Journey = "withdrawn" // agreed to all of them, and took that back
	GPC       Journey = "gpc"       // sends Sec-GPC: 1
	Member    Journey = "member"    // signs up, logs in, sees the account, goes to pay
)

// Journeys returns all journeys.
func Journeys() []Journey { return []Journey{Anonymous, Refused, Agreed, Withdrawn, GPC, Member} }

// WithoutConsent returns the journeys in which nobody agreed to optional cookies.
func WithoutConsent() []Journey { return []Journey{Anonymous, Refused, GPC, Member} }

// Words returns the journey as people read it.
func (j Journey) Words() string {
	switch j {
	case Anonymous:
		return "An anonymous visitor"
	case Refused:
		return "Optional cookies refused"
	case Agreed:
		return "Optional cookies accepted"
	case Withdrawn:
		return "Consent withdrawn"
	case GPC:
		return "Global Privacy Control"
	case Member:
		return "A member"
	}
	return string(j)
}

// Judge returns what the condition says, judged by what was observed. What was not
// looked at cannot be said to hold: where a journey that the condition needs was not seen
// to its end, the verdict is that it is unseen.
func Judge(condition Condition, o Observations) []Verdict {
	all := condition.Judge(o)
	why := o.missing(condition.Needs())
	for i := range all {
		if why != "" {
			all[i].Cannot("%s", why)
		}
	}
	return all
}

// missing says why one of the journeys was not seen to its end; "" if all were.
func (o Observations) missing(needed []Journey) string {
	for _, j := range needed {
		switch why, walked := o.Looked[j]; {
		case !walked:
			return fmt.Sprintf("%s: this was not checked.", j.Words())
		case why != "":
			return fmt.Sprintf("%s: %s", j.Words(), why)
		}
	}
	return ""
}
