package report

import "fmt"

// NewCondition is a condition that holds unless something is found that is against it.
func NewCondition(words string) Condition { return Condition{Words: words, Result: Holds} }

// Fail notes what is against the condition.
func (c *Condition) Fail(format string, values ...any) {
	c.Result, c.Reason = Fails, fmt.Sprintf(format, values...)
}

// Cannot notes why the condition could not be seen: nothing was seen that is against it, and not what would show it.
func (c *Condition) Cannot(format string, values ...any) {
	if c.Result == Holds {
		c.Result, c.Reason = Unseen, fmt.Sprintf(format, values...)
	}
}
