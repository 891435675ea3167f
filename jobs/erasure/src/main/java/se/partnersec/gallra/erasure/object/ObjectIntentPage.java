package se.partnersec.gallra.erasure.object;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.objectstore.client.ObjectVersion;

/**
 * What was meant to go for each record of a page, and what the store answered.
 *
 * @param keys of objects, by record
 * @param versions that were listed before anything was asked
 * @param byText records, by their keys as intents spell them
 * @param intents of these records that are not settled
 * @param asked records whose objects were asked for
 * @param denied records of which the store refuses a version, or to end an upload
 * @param doubtful records of which a request for a version may yet be carried out
 */
record ObjectIntentPage(
        Map<RecordKey, Set<String>> keys,
        Map<RecordKey, List<ObjectVersion>> versions,
        Map<String, RecordKey> byText,
        List<ObjectIntentRepository.Intent> intents,
        Set<RecordKey> asked,
        Set<RecordKey> denied,
        Set<RecordKey> doubtful) {
    ObjectIntentPage() {
        this(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new HashMap<>(),
                new ArrayList<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>());
    }

    Set<String> keysOf(Collection<RecordKey> records) {
        Set<String> all = new HashSet<>();
        records.forEach(record -> all.addAll(keys.getOrDefault(record, Set.of())));
        return all;
    }
}
