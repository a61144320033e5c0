package password

import "strings"

// keypads are keys as they lie: a walk goes from a key to one beside, above or below it, also
// across a corner. Each row of letters stands a little to the right of the row above.
var keypads = [][]string{
	{"1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"},
	{"789", "456", "123", "0"},
}

// Walks of so many keys are no accident.
const (
	letterWalk = 5
	digitWalk  = 3
)

// isKeypadWalk reports whether the fingers go from each key to the next.
func isKeypadWalk(s string) bool {
	least := letterWalk
	if isDigits(s) {
		least = digitWalk
	}
	if len(s) < least {
		return false
	}
	for _, pad := range keypads {
		if isWalkOn(pad, s) {
			return true
		}
	}
	return false
}

func isWalkOn(pad []string, s string) bool {
	for i := 1; i < len(s); i++ {
		if !areNeighbours(pad, s[i-1], s[i]) {
			return false
		}
	}
	return true
}

func areNeighbours(pad []string, a, b byte) bool {
	rowA, columnA := keyAt(pad, a)
	rowB, columnB := keyAt(pad, b)
	if rowA < 0 || rowB < 0 {
		return false
	}
	down, right := rowB-rowA, columnB-columnA
	return down >= -1 && down <= 1 && right >= -1 && right <= 1 && (down != 0 || right != 0)
}

func keyAt(pad []string, key byte) (row, column int) {
	for row, keys := range pad {
		if column := strings.IndexByte(keys, key); column >= 0 {
			return row, column
		}
	}
	return -1, -1
}
