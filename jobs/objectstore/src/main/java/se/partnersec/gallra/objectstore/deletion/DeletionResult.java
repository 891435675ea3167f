package se.partnersec.gallra.objectstore.deletion;

import java.util.List;
import se.partnersec.gallra.objectstore.client.ObjectVersion;

/** The answers to one delete request: exactly one for every version asked for, in the order asked. */
public record DeletionResult(List<DeletionAnswer> answers) {
    public DeletionResult {
        answers = List.copyOf(answers);
    }

    public long count(DeletionStatus deletion) {
        return answers.stream().filter(a -> a.deletion() == deletion).count();
    }

    public List<ObjectVersion> versions(DeletionStatus deletion) {
        return answers.stream()
                .filter(a -> a.deletion() == deletion)
                .map(DeletionAnswer::version)
                .toList();
    }
}
