package banner

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/prokken/prokken/audit/report"
)

//go:embed autoconsent/autoconsent.standalone.js
var autoconsent string

//go:embed autoconsent/version.json
var autoconsentVersion []byte

// Rules names the rules for consent tools that are part of the program, and their day.
func Rules() report.BannerRules {
	var r struct{ Version, Released string }
	if err := json.Unmarshal(autoconsentVersion, &r); err != nil {
		panic(err) // the file is part of the program
	}
	return report.BannerRules{Name: "autoconsent", Version: r.Version, Released: r.Released}
}

// The things that the rules do with a question.
const (
	RulesDetect = ""
	RulesRefuse = "optOut"
	RulesAccept = "optIn"
)

// RulesElements is the variable that holds the elements that the rules press.
const RulesElements = "prokkenRules.clicks"

// RulesScript has the rules of autoconsent look for a question in a document, and answer
// it so. They run in a world of their own, where what they press is only noted: whoever
// drives the browser presses it with the mouse. So they can call nothing of a tool, and
// hide nothing.
func RulesScript(answer string) string {
	return strings.Replace(rulesFrame, "ANSWER", fmt.Sprintf("%q", answer), 1) + autoconsent + "\n;true"
}

// RulesStateScript reads how far the rules are.
const RulesStateScript = `prokkenRules.state()`

// RulesState is how far the rules are.
type RulesState struct {
	Tool   string    `json:"tool"`   // whose question it is
	Popup  bool      `json:"popup"`  // it is shown
	Ended  bool      `json:"ended"`  // nothing more comes
	Clicks []Control `json:"clicks"` // to be pressed, in [RulesElements]
}

//go:embed rules.js
var rulesFrame string
