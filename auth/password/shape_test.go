package password

import (
	"strings"
	"testing"
)

// shapes are what people make of one word when twelve characters are asked for.
var shapes = strings.Fields(`
P@ssw0rd1234 P@ssword1234 Passw0rd!2024 Password123! Password1234 Password!234 PASSWORD2024! p@55w0rd2023 P4ssw0rd1234
Summer2024!! Winter2023!! Spring2025!! Autumn2024!! Summer12345! $ummer2024!! January2024! Monday123456 October2023!!
letmein123456 Letmein!1234 Welcome12345 Welcome2024!! W3lcome12345 admin1234567 Admin@123456 administrator1 Admin2024!!!!
iloveyou1234 ILoveYou2024 loveyou12345 sunshine1234 princess1234 football1234 Football2024 baseball1234 superman1234
dragon123456 monkey123456 master123456 shadow123456 trustno12345 qwerty123456 Qwerty!23456 Qwerty2024!! qwertyuiop12
a1b2c3d4e5f6 1a2b3c4d5e6f q1w2e3r4t5y6 1q2w3e4r5t6y zaq12wsxcde3 zaq1xsw2cde3 1qaz2wsx3edc !QAZ2wsx3edc qazwsxedcrfv
asdfghjkl123 zxcvbnm12345 147258369147 159357159357 741852963741 123654789632 qweasdzxc123 asdfqwerzxcv
jennifer1985 Jennifer1985! michael12345 Michael1990! jessica19901 Charlie12345 Smith1234567 Johnson2024! Maria01011990
chocolate123 Chocolate12! elephant2024 starwars1977 pokemon12345 Liverpool123 Arsenal12345 Manchester1! computer1234
internet1234 changeme1234 ChangeMe2024 secret123456 S3cr3t123456 abcd12345678 Abc123456789 1234567890ab 111111111111
000000000000 adminpassword iloveyoubaby dragonmaster loveprincess monkeyshadow hello1234567 H3ll0W0rld12 whatever1234
`)

// phrases are what is welcome: some words, or characters at random.
var phrases = []string{
	"correct horse battery", "correcthorsebattery", "we like green tea", "my cat eats toast", "blue lamps at dawn",
	"seven grey geese", "the tide is low", "two old red bikes", "rain on the roof 7", "my aunt sells figs",
	"ich mag grünen Tee", "trois chats gris", "el perro del vecino", "purpleLampStone", "river-stone-candle",
	"Tulips4Breakfast", "jumpyYakSings2", "k3#vT9!qLw2z", "xkfjqpwmzrtb", "9fK2-bQ7x-Lm4w", "tr0mb0ne lunch",
	"sofa under ceiling", "nine lives of milk", "paper moon kettle", "quiet engine hum", "walnut velvet fog",
	"open the green gate", "lemons in october", "snow falls on maps", "honest potato club", "spare key in pot",
	"peanutbutterlighthouse", "кошка спит на окне", "猫が屋根の上で寝ているよ", "491720865531", "mild tea, cold toast",
}

func TestWellKnownShapesAreRefused(t *testing.T) {
	for _, shape := range shapes {
		if !isCommon(shape) {
			t.Errorf("%q passes", shape)
		}
	}
	if len(shapes) < 73 {
		t.Errorf("%d shapes", len(shapes))
	}
}

func TestPhrasesAreWelcome(t *testing.T) {
	for _, phrase := range phrases {
		if problem := Check(phrase, "Prokken", "ada@example.com"); problem != "" {
			t.Errorf("%q: %s", phrase, problem)
		}
	}
}

// TestWordsAreSorted as the search wants them.
func TestWordsAreSorted(t *testing.T) {
	for _, list := range []string{baseWords, topWords} {
		before := ""
		for line := range strings.Lines(list) {
			word := strings.TrimSuffix(line, "\n")
			if word <= before || len(word) < shortestWord || len(word) > longestWord || !holds(list, word) {
				t.Fatalf("%q after %q", word, before)
			}
			before = word
		}
	}
}
