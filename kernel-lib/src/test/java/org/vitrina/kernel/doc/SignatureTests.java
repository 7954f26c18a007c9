package org.vitrina.kernel.doc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The signatures are such as JShell 25 prints.
@DisplayName("A signature that JShell prints")
class SignatureTests {
    @ParameterizedTest(name = "{0}")
    @DisplayName("names its type, its member and the types of its parameters:")
    @CsvSource(
            delimiter = '|',
            value = {
                "String String.valueOf(char[] data, int offset, int count) | String | valueOf(char[],int,int)",
                "String org.vitrina.kernel.CellFunctions.display(Object value, String... as) |"
                        + " org.vitrina.kernel.CellFunctions | display(Object,String[])",
                "int[] org.vitrina.tokenize.Tokenizer.encode(String) | org.vitrina.tokenize.Tokenizer | encode(String)",
                "Comparator<Map.Entry<K,V>> Map.Entry<K, V>.<K, V>comparingByKey(Comparator<? super K> cmp) |"
                        + " Map.Entry | comparingByKey(Comparator)",
                "void a.B.f(Map.Entry<K,V> e, java.util.List<int[]> l) throws java.io.IOException |"
                        + " a.B | f(Entry,List)",
                "a.R(java.util.Map<String,Object> m, int n) a.R(java.util.Map<String,Object> m, int n).of(String text) |"
                        + " a.R | of(String)",
                "void a.B.take(a.R(int n) r, a.R(int n)[] more) | a.B | take(R,R[])",
                "a.R(int n).ZERO:a.R(int n) | a.R | ZERO",
                "a.R(int n)(int n) | a.R | <init>(int)",
                "a.B.name:java.lang.String | a.B | name",
            })
    void read(String text, String owner, String key) {
        Signature found = Signature.of(text).orElseThrow();
        assertEquals(owner, found.owner());
        assertEquals(key, found.key());
    }

    @Test
    @DisplayName("may be that of a type or of a constant, which look alike")
    void constant() {
        Signature found = Signature.of("org.vitrina.tokenize.SplitPattern.GPT2").orElseThrow();
        assertEquals(Optional.empty(), found.member());
        assertEquals(
                new Signature("org.vitrina.tokenize.SplitPattern", Optional.of("GPT2"), Optional.empty(), false),
                found.asConstant().orElseThrow());
        assertEquals(
                new Signature("a.R", Optional.empty(), Optional.of(List.of("int")), false),
                Signature.of("a.R(int n)").orElseThrow());
    }

    @Test
    @DisplayName("of a variable is that of nothing that could have a comment")
    void variable() {
        assertTrue(Signature.of("bpe:org.vitrina.tokenize.BpeTokenizer").isEmpty());
        assertTrue(Signature.of("").isEmpty());
    }

    @ParameterizedTest(name = "{1}")
    @DisplayName("is read more easily with simple names, and with a record's components only where it is the record's:")
    @CsvSource(
            delimiter = '|',
            value = {
                "a.R(int n) a.R(int n).of(java.lang.String t) | R R.of(String t)",
                "org.vitrina.show.Walk<S extends org.vitrina.show.Step> | org.vitrina.show.Walk<S extends Step>",
                "org.vitrina.R(java.lang.String t) | org.vitrina.R(String t)",
                "bpe:org.vitrina.tokenize.BpeTokenizer | bpe:BpeTokenizer",
                "java.util.List<E> List<E>.<E>of() | List<E> List<E>.<E>of()",
                "int[] org.vitrina.tokenize.Tokenizer.encode(String) | int[] Tokenizer.encode(String)",
            })
    void readable(String text, String readable) {
        assertEquals(readable, Signature.readable(text));
    }
}
