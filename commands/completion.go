package commands

import (
	"context"
	_ "embed"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// completion prints what makes a shell complete commands and flags.
type completion struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"The shell: ${enum}."`
}

// Help says where it goes.
func (*completion) Help() string {
	return "For this shell and those to come, add one of these lines to its startup file:\n\n" +
		"    source <(prokken completion bash)     # ~/.bashrc\n" +
		"    source <(prokken completion zsh)      # ~/.zshrc, after compinit\n" +
		"    prokken completion fish | source      # ~/.config/fish/config.fish"
}

// The scripts ask [complete] for the words that can stand next.
var (
	//go:embed completion.bash
	bashCompletion string
	//go:embed completion.zsh
	zshCompletion string
	//go:embed completion.fish
	fishCompletion string
)

// Run prints the script.
func (cmd *completion) Run(_ context.Context, i Invocation) error {
	scripts := map[string]string{"bash": bashCompletion, "zsh": zshCompletion, "fish": fishCompletion}
	i.say("%s", strings.TrimSpace(scripts[cmd.Shell]))
	return nil
}

// complete lists what can stand in the place of the last of the words: a line each, the word and,
// after a tab, its explanation. No line means that a file can.
type complete struct {
	Words []string `arg:"" optional:""`
}

// Run answers a shell.
func (cmd *complete) Run(_ context.Context, i Invocation) error {
	parser, err := i.parser(new(commandLine))
	if err != nil || len(cmd.Words) == 0 {
		return err
	}
	for _, c := range candidates(parser.Model.Node, cmd.Words) {
		i.say("%s\t%s", c.word, c.help)
	}
	return nil
}

type candidate struct{ word, help string }

// candidates are the words that begin as the last one does, and can stand there after the others.
func candidates(node *kong.Node, words []string) []candidate {
	place, before, last := place{node: node}, "", words[len(words)-1]
	for _, word := range words[:len(words)-1] {
		if word != "=" { // bash takes --flag=value for three words
			place.pass(word)
		}
	}
	if last == "=" {
		last = ""
	}
	if name, value, cut := strings.Cut(last, "="); cut && place.flag == nil {
		place.flag, before, last = place.flagNamed(name), name+"=", value
	}
	return slices.DeleteFunc(place.all(before, last), func(c candidate) bool {
		return !strings.HasPrefix(c.word, before+last)
	})
}

// place is where among the words something can stand.
type place struct {
	node  *kong.Node // the command so far
	flag  *kong.Flag // whose value is next
	words int        // of the command, so far
}

// pass goes over one word.
func (p *place) pass(word string) {
	switch child := childNamed(p.node, word); {
	case p.flag != nil:
		p.flag = nil
	case strings.HasPrefix(word, "-"):
		if flag := p.flagNamed(word); flag != nil && !flag.IsBool() {
			p.flag = flag
		}
	case child != nil && child.Name != "help": // what help explains is named as if it were to be done
		p.node = child
	case child == nil:
		p.words++
	}
}

// all are the words that can stand there.
func (p *place) all(before, last string) (all []candidate) {
	add := func(word, help string) { all = append(all, candidate{before + word, help}) }
	switch {
	case p.flag != nil:
		for _, value := range choices(p.flag) {
			add(value, "")
		}
	case strings.HasPrefix(last, "-"):
		for _, flag := range p.flags() {
			add("--"+flag.Name, flag.Help)
		}
	default:
		for _, child := range visible(p.node.Children) {
			add(child.Name, child.Help)
		}
		if p.words < len(p.node.Positional) {
			for _, value := range enum(p.node.Positional[p.words]) {
				add(value, "")
			}
		}
	}
	return all
}

// choices are the values of a flag, where it has a list of them; its placeholder can be one.
func choices(flag *kong.Flag) []string {
	if !strings.Contains(flag.PlaceHolder, "|") {
		return enum(flag.Value)
	}
	return slices.DeleteFunc(strings.Split(flag.PlaceHolder, "|"), func(value string) bool {
		return value != strings.ToLower(value) // FILE stands for another word
	})
}

func enum(v *kong.Value) []string {
	if v.Enum == "" {
		return nil
	}
	return v.EnumSlice()
}

func (p *place) flags() []*kong.Flag { return slices.Concat(p.node.AllFlags(true)...) }

func (p *place) flagNamed(word string) *kong.Flag {
	for _, flag := range p.flags() {
		if word == "--"+flag.Name {
			return flag
		}
	}
	return nil
}

func visible(nodes []*kong.Node) []*kong.Node {
	return slices.DeleteFunc(slices.Clone(nodes), func(n *kong.Node) bool { return n.Hidden })
}

func childNamed(node *kong.Node, name string) *kong.Node {
	for _, child := range visible(node.Children) {
		if child.Name == name {
			return child
		}
	}
	return nil
}
