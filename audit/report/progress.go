package report

// Progress is how far an audit is. Pages is a guess that grows with the links
// that are found.
type Progress struct {
	Journey JourneyName   `json:"journey"`
	Page    string        `json:"page"` // that is opened now
	Done    int           `json:"done"`
	Pages   int           `json:"pages"`
	Cookies int           `json:"cookies"` // that were seen so far
	Names   []string      `json:"names"`   // of the first of them
	Walked  []JourneyName `json:"walked"`  // journeys that are over
	Settled int           `json:"settled"` // claims that nothing to come can show, of Claims
	Claims  int           `json:"claims"`
}
