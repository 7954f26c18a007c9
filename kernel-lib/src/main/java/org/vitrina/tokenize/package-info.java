/// Text becomes numbers.
package org.vitrina.tokenize;
