package se.partnersec.gallra.demo.data;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket that remembers of each key how many versions it has, what they say, and whether a marker hides it. */
final class RememberedObjects implements ObjectSink {
    final Map<String, Integer> versions = new ConcurrentSkipListMap<>();
    final Map<String, Integer> contents = new ConcurrentSkipListMap<>();
    final Map<String, Boolean> hidden = new ConcurrentSkipListMap<>();

    @Override
    public void put(String key, byte[] body) {
        versions.merge(key, 1, Integer::sum);
        contents.merge(key, Arrays.hashCode(body), (a, b) -> 31 * a + b);
    }

    @Override
    public void hide(String key) {
        hidden.put(key, true);
    }
}
