package cookie

// Reason is why the gate took a cookie out.
type Reason string

// The reasons.
const (
	Undeclared Reason = "undeclared" // no declaration means its name
	Different  Reason = "different"  // it is declared, but not to be set like this
	Malformed  Reason = "malformed"  // its value is none that a cookie can have
)

// Reasons are all there are.
var Reasons = []Reason{Undeclared, Different, Malformed}

// reasonUnless is "" for a line that is allowed; else it says whether the cookie is declared at all.
func reasonUnless(allowed, declared bool) Reason {
	switch {
	case allowed:
		return ""
	case declared:
		return Different
	default:
		return Undeclared
	}
}
