package policy

func nameFields(names map[string]bool, part any) {
	object, isObject := part.(map[string]any)
	if !isObject {
		return
	}
	fields, _ := object["properties"].(map[string]any)
	for name := range fields {
		names[name] = true
	}
	for _, value := range object {
		nameFields(names, value)
	}
}

// editDistance is how many letters one has to add, drop, change or swap with
// their neighbour.
func editDistance(a, b string) int {
	if max(len(a), len(b)) > 40 {
		return 40
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+differs(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

func differs(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
