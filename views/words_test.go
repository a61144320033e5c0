package views

import (
	"os"
	"regexp"
	"testing"

	"github.com/prokken/prokken/models/activity"
)

// declared are the values of a type's constants, as its source declares them.
func declared(t *testing.T, file, typeName string) []string {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, found := range regexp.MustCompile(typeName+`\s+= "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		values = append(values, found[1])
	}
	if len(values) < 10 {
		t.Fatalf("%s declares %d of %s", file, len(values), typeName)
	}
	return values
}

// TestEveryActionHasWords: the activity log is read by people.
func TestEveryActionHasWords(t *testing.T) {
	for _, action := range declared(t, "../models/activity/entry.go", "Action") {
		if actions[activity.Action(action)] == "" {
			t.Errorf("%s has no words", action)
		}
	}
}
