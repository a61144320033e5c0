package banner

import "strings"

// Kind is what pressing a control does.
type Kind string

// The kinds of control.
const (
	None        Kind = ""
	Accept      Kind = "accept"      // agrees to all
	Refuse      Kind = "refuse"      // refuses all that is optional
	Manage      Kind = "manage"      // opens a second layer
	Save        Kind = "save"        // takes what is chosen there
	Acknowledge Kind = "acknowledge" // closes a notice that offers no choice
	Withdraw    Kind = "withdraw"    // takes back what was agreed to
)

// Label is what is known of the words on a control.
type Label struct {
	Kind   Kind
	Strong bool // also where nothing around it speaks of cookies
}

// maxWords is more than a button says.
const maxWords = 14

// Classify reads the words on a control. Within a question about cookies a few words
// that it does not know make no difference, and a yes or a no is enough.
func Classify(label string, within bool) Label {
	words := tokens(label)
	count, unknown := countClasses(words)
	if len(words) == 0 || len(words) > maxWords || unknown > 0 && (!within || 2*unknown > len(words)) {
		return Label{}
	}
	kind := kindOf(count, within, len(words))
	if isQuestion(label) && (kind == Accept || kind == Refuse || kind == Acknowledge) {
		return Label{}
	}
	return Label{kind, unknown == 0 && (count[all] > 0 || count[cookies] > 0 || count[necessary] > 0)}
}

// isQuestion reports whether the words ask: what unfolds an answer ("Is this a consent banner?") gives
// none itself.
func isQuestion(label string) bool {
	return strings.ContainsAny(label[max(len(label)-4, 0):], "?？؟")
}

// countClasses: what is "not necessary" is optional.
func countClasses(words []string) (count map[class]int, unknown int) {
	count = map[class]int{}
	var before class
	for _, word := range words {
		c, known := dictionary()[word]
		switch {
		case !known:
			unknown++
		case c == necessary && before == not:
			count[not]--
			count[optional]++
		default:
			count[c]++
		}
		before = c
	}
	return count, unknown
}

func kindOf(n map[class]int, within bool, words int) Kind {
	agrees := n[accepts]+n[consents] > 0
	switch {
	case n[about] > 0 && n[accepts]+n[refuses] == 0:
		return None
	case n[withdraws] > 0:
		return Withdraw
	case n[refuses] > 0 && n[manages] > 0, n[manages] > 0 && n[saves]+n[accepts]+n[refuses]+n[without] == 0:
		return Manage
	case n[refuses] > 0:
		return exclude(n[accepts] > 0, Refuse)
	case agrees && n[without]+n[not] > 0:
		return Refuse
	case isNecessaryOnly(n):
		return Refuse
	case n[saves] > 0, n[selection] > 0 && n[accepts]+n[onlys] > 0:
		if n[all] > 0 {
			return Accept
		}
		return Save
	case n[accepts] > 0 && n[manages] == 0, agrees && (within || n[all] > 0), within && n[yes] > 0:
		return Accept
	case within && n[not] > 0 && words <= 3:
		return Refuse
	case within && n[acknowledges] > 0:
		return Acknowledge
	}
	return None
}

// isNecessaryOnly: "accept necessary cookies" agrees to nothing that is optional.
func isNecessaryOnly(n map[class]int) bool {
	return n[necessary] > 0 && n[all] == 0 && n[optional] == 0 &&
		n[onlys]+n[accepts]+n[consents]+n[yes]+n[saves] > 0
}

// exclude: what says both is no answer.
func exclude(both bool, kind Kind) Kind {
	if both {
		return None
	}
	return kind
}
