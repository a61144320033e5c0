package known

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/prokken/prokken/cookie"
)

const day = 24 * time.Hour

// maxLife is what browsers keep at most.
const maxLife = 400 * day

// lengths of the units in which people write; a month is a twelfth of a year.
var lengths = map[string]time.Duration{
	"second": time.Second, "sec": time.Second, "minute": time.Minute, "min": time.Minute, "hour": time.Hour, "day": day,
	"week": 7 * day, "month": 365 * day / 12, "year": 365 * day,
}

var lifeForm = regexp.MustCompile(`^(\d{1,6}) ?([a-z]+?)s?$`)

// readLife reads what people write of a cookie's life: "session", "2 years", "13
// months". 0 is what it cannot read; what is too long ends where browsers end it.
func readLife(text string) cookie.Lifetime {
	text = strings.Join(strings.Fields(strings.ToLower(text)), " ")
	if text == "session" {
		return cookie.Session
	}
	found := lifeForm.FindStringSubmatch(text)
	if found == nil {
		return 0
	}
	n, err := strconv.Atoi(found[1])
	unit, isUnit := lengths[found[2]]
	if err != nil || !isUnit {
		return 0
	}
	return limited(n, unit)
}

// limited are so many units, in whole days where they are months.
func limited(n int, unit time.Duration) cookie.Lifetime {
	if n > int(maxLife/unit) {
		return cookie.Lifetime(maxLife)
	}
	life := time.Duration(n) * unit
	if over := life % day; unit > day && over > 0 {
		life += day - over
	}
	return cookie.Lifetime(life)
}
