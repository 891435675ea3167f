package se.partnersec.gallra.requests;

import java.util.Map;

/**
 * What the person is answered, as things stand: it names nobody, and reads otherwise once more of it is done.
 *
 * @param items how many records stand how
 */
public record AnswerStatus(SubjectRequest request, Map<ItemState, Long> items) {

    /** How many records somebody has yet to look at, and tell the person about. */
    public long underReview() {
        return items.entrySet().stream()
                .filter(each -> each.getKey().fate() == ItemState.Fate.REVIEW
                        || each.getKey().fate() == ItemState.Fate.ANONYMISED_REVIEW)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Whether a keyed tag of the address is kept, or will be by the next run: only a subscription leaves one. */
    public boolean remembered() {
        return items.keySet().stream()
                .filter(state -> state.category().equals(ConsentWithdrawal.NEWSLETTER))
                .anyMatch(state -> state.fate() == ItemState.Fate.ERASED || state.fate() == ItemState.Fate.DUE);
    }

    /** Whether anything is left to do, or somebody has to look. */
    public boolean open() {
        return items.keySet().stream().anyMatch(state -> switch (state.fate()) {
            case DUE, DUE_IN_PART, REFUSED, REVIEW, ANONYMISED_REVIEW, CONTENT_GONE -> true;
            case ERASED, ANONYMISED, GONE -> false;
        });
    }
}
