package grammar_test

import (
	"testing"

	"github.com/prokken/prokken/policy/grammar"
)

// TestProposes: what an unread sentence might be.
func TestProposes(t *testing.T) {
	c, _ := own(t)
	tests := []struct {
		where where
		says  string
		want  grammar.Proposal
	}{
		{belowTable, "Cookies are small text files stored on your device.", grammar.GeneralKnowledge},
		{belowTable, "They are widely used to make websites work more efficiently.", grammar.GeneralKnowledge},
		{belowTable, "Our payment processor (Stripe) may set its own cookies on its pages.", grammar.Others},
		{belowTable, "Please refer to Stripe's Cookie Policy for details.", grammar.NotCheckable},
		{belowTable, "If you have questions about our use of cookies, please contact us at:", grammar.NotCheckable},
		{belowTable, "You can manage cookies through your browser settings:", grammar.GeneralKnowledge},
		{belowTable, "We may update this Cookie Policy if we introduce new cookies.", grammar.Intention},
		{belowTable, "The GDPR asks for consent.", grammar.Law},
		{belowTable, "Our authentication cookies are configured with the following security properties:", grammar.AboutUs},
		{belowTable, "We mostly use essential cookies.", grammar.AboutUs},
		{belowTable, "Please note that we use analytics cookies.", grammar.AboutUs},
		{belowTable, "Prokken may track you.", grammar.AboutUs},
		{belowTable, "Banner_id is set.", grammar.AboutUs},
		{belowTable, "These cookies are rarely httpOnly.", grammar.AboutUs},
		{inAccess, "Helps with remembering.", grammar.AboutUs},
		{afterBoth, "They are nearly always secure.", grammar.AboutUs},
		{belowTable, "We use c\u200bookies.", grammar.AboutUs},
		{belowTable, "Bananas are yellow.", grammar.NotCheckable},
	}
	for _, tt := range tests {
		if got := grammar.Proposes(tt.says, tt.where.of(c)); got != tt.want {
			t.Errorf("%s: %s", tt.says, got)
		}
	}
}
