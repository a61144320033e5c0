package report

// Banner is what a site asks about cookies, and what became of it.
type Banner struct {
	State  BannerState `json:"state"`
	Page   string      `json:"page,omitempty"`  // where it was seen
	Words  string      `json:"words,omitempty"` // how it begins
	Tool   string      `json:"tool,omitempty"`  // the consent tool, where it is known
	Accept *Button     `json:"accept,omitempty"`
	Refuse *Button     `json:"refuse,omitempty"`
	// Rules are those for consent tools that the audit knew.
	Rules BannerRules `json:"rules"`
	// Withdrawal is how many presses it takes to take a yes back; 0: no way was found.
	Withdrawal int `json:"withdrawal,omitempty"`
	// Notice says that it tells of cookies and offers only to close it.
	Notice bool `json:"notice,omitempty"`
}

// BannerState is one of three answers.
type BannerState string

// The states of a banner.
const (
	NoBanner         BannerState = "none"       // nothing that looks like one, after looking for it
	BannerUnanswered BannerState = "unanswered" // seen, and at least one answer could not be given
	BannerAnswered   BannerState = "answered"   // agreed to and refused
)

// Button is one answer to a banner as a visitor finds it.
type Button struct {
	Label    string  `json:"label"`
	Presses  int     `json:"presses"` // until the answer is given
	Width    float64 `json:"width"`
	Height   float64 `json:"height"`
	Font     float64 `json:"font"`     // pixels
	Contrast float64 `json:"contrast"` // 1 to 21; 0: not known
}

// BannerRules are rules that know consent tools.
type BannerRules struct {
	Name     string `json:"name"`
	Version  string `json:"version"`
	Released string `json:"released"` // "2026-08-18"
}
