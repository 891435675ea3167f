package se.partnersec.gallra.config.mapping;

import java.util.Set;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * A copy that the suite cannot reach: whoever has it is told of every record that was erased (GDPR Art. 19).
 *
 * @param name short, as notices name it
 * @param of whose records it holds copies of
 * @param contact where to tell the recipient; a function, not a person
 * @param days within which the recipient has to answer; 1 to 90
 */
public record CopyRecipient(String name, Set<DataCategory> of, String recipient, String contact, int days) {
    public CopyRecipient {
        of = Set.copyOf(of);
    }
}
