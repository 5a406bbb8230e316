package io.sluice.common.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.BeforeTry;

class ChannelTableTest {

    private ChannelTable table = new ChannelTable();

    @BeforeTry
    void startAnew() {
        table = new ChannelTable();
    }

    @Example
    void subscriptionIsFoundByAPartOfAnArray() {
        Subscription news = subscription("news");
        table.add(news);
        byte[] read = "$4\r\nnews\r\n".getBytes(UTF_8);

        assertThat(table.get(read, 4, 4)).isSameAs(news);
        assertThat(table.get(read, 4, 3)).isNull();
        assertThat(table.get(read, 3, 4)).isNull();
    }

    /** Their hashes are the same. */
    @Example
    void namesThatCollideAreKeptApart() {
        Subscription one = subscription("Aa");
        Subscription other = subscription("BB");
        table.add(one);
        table.add(other);

        assertThat(table.get("Aa".getBytes(UTF_8))).isSameAs(one);
        assertThat(table.get("BB".getBytes(UTF_8))).isSameAs(other);
        table.remove(one);
        assertThat(table.get("Aa".getBytes(UTF_8))).isNull();
        assertThat(table.get("BB".getBytes(UTF_8))).isSameAs(other);
    }

    @Property
    void tableHoldsWhatWasAddedAndNotRemoved(
            @ForAll @Size(max = 30) List<@AlphaChars @StringLength(max = 2) String> changes) {
        Set<String> expected = new HashSet<>();
        for (String name : changes) {
            Subscription known = table.get(name.getBytes(UTF_8));
            assertThat(known != null).isEqualTo(expected.contains(name));
            if (known == null) {
                table.add(subscription(name));
                expected.add(name);
            } else {
                table.remove(known);
                expected.remove(name);
            }
        }
        assertThat(table.size()).isEqualTo(expected.size());
        assertThat(table.all().stream().map(Subscription::channel)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Subscription subscription(String channel) {
        return new Subscription(channel, channel.getBytes(UTF_8));
    }
}
