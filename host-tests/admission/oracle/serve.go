package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
)

// question is one line of the input.
type question struct {
	Channel string          `json:"channel"`
	Object  json.RawMessage `json:"object"`
	// Old is the object that is to be replaced. Without it a new one is created.
	Old json.RawMessage `json:"old"`
}

// reply is one line of the output on its way: whoever writes waits for it.
type reply chan []byte

// answerAll answers every line of in, in order, with several lines in work at once. It flushes whenever there is
// nothing left to answer, so that somebody can ask, read, and ask again.
func answerAll(catalogue *catalogue, in io.Reader, out *bufio.Writer) error {
	type task struct {
		line  []byte
		reply reply
	}
	workers := runtime.GOMAXPROCS(0)
	tasks := make(chan task, 64*workers)
	replies := make(chan reply, 64*workers)
	for range workers {
		go func() {
			for task := range tasks {
				task.reply <- catalogue.answer(task.line)
			}
		}()
	}
	readError := make(chan error, 1)
	go func() {
		defer close(replies)
		defer close(tasks)
		reader := bufio.NewReaderSize(in, 1<<20)
		for {
			line, err := reader.ReadBytes('\n')
			if len(line) > 0 {
				reply := make(reply, 1)
				replies <- reply
				tasks <- task{line, reply}
			}
			if err != nil {
				if err != io.EOF {
					readError <- err
				}
				return
			}
		}
	}()
	for reply := range replies {
		if _, err := out.Write(<-reply); err != nil {
			return err
		}
		if len(replies) == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	select {
	case err := <-readError:
		return err
	default:
		return nil
	}
}

// answer never fails: what goes wrong here is an answer, too.
func (all *catalogue) answer(line []byte) []byte {
	given, err := all.ask(line)
	if err != nil {
		given = answer{Refused: "oracle: " + err.Error()}
	}
	text, err := json.Marshal(given)
	if err != nil {
		text, _ = json.Marshal(answer{Refused: "oracle: " + err.Error()})
	}
	return append(text, '\n')
}

func (all *catalogue) ask(line []byte) (answer, error) {
	asked := question{}
	if err := json.Unmarshal(line, &asked); err != nil {
		return answer{}, err
	}
	claim := struct{ APIVersion, Kind string }{}
	if err := json.Unmarshal(asked.Object, &claim); err != nil {
		return answer{}, err
	}
	entry, ok := all.entries[target{asked.Channel, kindOf(claim.APIVersion, claim.Kind)}]
	if !ok {
		return answer{}, fmt.Errorf("%s %s is not served in the %s channel", claim.APIVersion, claim.Kind, asked.Channel)
	}
	admitter, err := entry.admitter()
	if err != nil {
		return answer{}, err
	}
	if asked.Old != nil {
		return admitter.update(asked.Object, asked.Old)
	}
	return admitter.admit(asked.Object), nil
}
