package webhooks_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prokken/prokken/billing/webhooks"
)

// TestEventsAreThoseOfTheManual: whoever sets up an endpoint by hand and the program that checks it
// mean the same events.
func TestEventsAreThoseOfTheManual(t *testing.T) {
	text, err := os.ReadFile("../../docs/billing.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(text), "for these events;")
	list, _, _ = strings.Cut(list, "Not `invoice.created`")
	var inManual []string
	for _, quoted := range regexp.MustCompile("`([a-z_.]+)\\.(?:\\{([a-z_,.]+)\\}|([a-z_]+))`").FindAllStringSubmatch(list, -1) {
		for _, kind := range strings.Split(quoted[2]+quoted[3], ",") {
			if name := quoted[1] + "." + kind; quoted[1] != "stripe" { // which is a setting
				inManual = append(inManual, name)
			}
		}
	}
	slices.Sort(inManual)
	if !slices.Equal(inManual, webhooks.Events) {
		t.Errorf("the manual lists\n%v\nthe program acts on\n%v", inManual, webhooks.Events)
	}
}
