package se.partnersec.gallra.store;

import java.util.List;

/** The answers to one delete request: exactly one for every version asked for, in the order asked. */
public record DeleteOutcome(List<DeleteAnswer> answers) {
    public DeleteOutcome {
        answers = List.copyOf(answers);
    }

    public long count(Deletion deletion) {
        return answers.stream().filter(a -> a.deletion() == deletion).count();
    }

    public List<ObjectVersion> versions(Deletion deletion) {
        return answers.stream()
                .filter(a -> a.deletion() == deletion)
                .map(DeleteAnswer::version)
                .toList();
    }
}
