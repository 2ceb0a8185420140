package import Casefile
package import KQL
